namespace Engine.App.Commands;

/// <summary>One line of a catalogue (formats, detectors, points), whatever the room calls its own description.</summary>
/// <param name="Id">Name in the configuration or public id.</param>
/// <param name="Title">What it is, in one line.</param>
/// <param name="Facts">What else a person wants to know, in reading order; an empty value is not printed.</param>
/// <param name="Options">Its record of options, whose keys and defaults are listed; null where it has none.</param>
/// <param name="Section">Key of the configuration under which the options stand.</param>
internal sealed record CatalogueEntry(
    string Id, string Title, IReadOnlyList<KeyValuePair<string, string>> Facts, Type? Options = null, string Section = "");
