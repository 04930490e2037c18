namespace Engine.Enrichment.Secrets;

/// <summary>What the name of a parameter says about its value.</summary>
internal enum ParameterMeaning
{
    Nothing,

    /// <summary>A secret: its value never leaves.</summary>
    Secret,

    /// <summary>An object's identifier, if the value looks like one.</summary>
    Object,

    /// <summary>A telephone number, if the value looks like one.</summary>
    Phone,
}
