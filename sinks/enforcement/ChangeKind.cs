namespace Engine.Sinks.Enforcement;

public enum ChangeKind { Remove, Refresh, Add }
