namespace Engine.Schemas;

public enum ObjectPlace { Path, Query, Body }
