namespace Engine.Schemas;

public enum SessionEnd { Gap, TooLong, TooManyOperations, InputEnded, Forgotten }
