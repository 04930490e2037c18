namespace Engine.Schemas;

public enum Severity { Low, Medium, High, Critical }
