using Engine.App.Commands;
using Engine.Schemas;

try
{
    return await EngineCommand.Create().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (UserError error)
{
    Console.Error.WriteLine($"error: {error.Message}");
    return error.IsUsage ? 2 : 1;
}
