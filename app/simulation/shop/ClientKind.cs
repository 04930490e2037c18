namespace Engine.App.Simulation.Shop;

internal enum ClientKind { Browser, App, Program }
