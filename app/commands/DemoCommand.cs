namespace Engine.App.Commands;
