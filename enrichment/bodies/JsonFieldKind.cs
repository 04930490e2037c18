namespace Engine.Enrichment.Bodies;

/// <summary>What the value of a JSON field is.</summary>
internal enum JsonFieldKind { Text, Number, Boolean, Null, Object, Array }
