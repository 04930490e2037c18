namespace Engine.Schemas;

/// <summary>Actors whose behaviour compares: part of a baseline's key, so that a nightly integration does not set what is normal for people.</summary>
public enum PeerGroup { People, Machines, Strangers }
