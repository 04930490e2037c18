namespace Engine.App.Configuration.Binding;

/// <summary>How the value of an option is written: one value, a section of named keys, a list, or a section whose keys the user chooses.</summary>
internal enum OptionKind { Scalar, Section, List, Dictionary }
