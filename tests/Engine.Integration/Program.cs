using Engine.Integration.ClickHouse;

// A test that crashes or kills a process needs one of its own: `dotnet Engine.Integration.dll NAME DIRECTORY`.
return args switch
{
    ["signals", var directory] => await Processes.SignalsAsync(directory),
    ["journal", var directory, var source] => await Processes.JournalAsync(directory, source),
    ["owner", var directory] => await Processes.OwnerAsync(directory),
    _ => 2,
};
