namespace Engine.Schemas;

/// <summary>Type of a parameter's values; <see cref="Mixed"/> where they differ.</summary>
public enum ParameterType { Unknown, Text, Integer, Number, Boolean, Array, Object, Mixed }
