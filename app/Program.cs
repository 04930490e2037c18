using Engine.App.Commands;

return await EngineCommand.Create().Parse(args).InvokeAsync();
