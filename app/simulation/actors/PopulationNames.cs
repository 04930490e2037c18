namespace Engine.App.Simulation.Actors;

/// <summary>Names of the populations, as they stand in the label file.</summary>
internal static class PopulationNames
{
    public const string Browser = "people-browser";
    public const string App = "people-app";
    public const string Office = "people-office";
    public const string Power = "power-users";
    public const string Support = "support";
    public const string Administrators = "administrators";
    public const string Sync = "integrations-hourly";
    public const string Export = "integrations-nightly";
    public const string NewPartner = "integrations-new";
    public const string Probers = "probers";
    public const string Crawlers = "crawlers";
    public const string Previewers = "previewers";
    public const string Broken = "broken-clients";
    public const string Notices = "notice-readers";
    public const string Clerks = "clerks";
    public const string Connectors = "connectors";
    public const string ParcelDesks = "parcel-desks";
    public const string Noise = "noise";
}
