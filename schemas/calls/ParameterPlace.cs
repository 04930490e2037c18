namespace Engine.Schemas;

public enum ParameterPlace { Path, Query, Header, Body }
