print("goodgate")
