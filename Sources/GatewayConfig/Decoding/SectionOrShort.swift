/// What stands under a key that holds either a mapping of further keys or one text in its place.
enum SectionOrShort {
    case short(ConfigurationNode)
    case section(Section)
}
