namespace Engine.Schemas;

/// <summary>What an endpoint is for, as far as abuse cares; <see cref="Other"/> until known.</summary>
public enum EndpointRole { Other, LogIn, SignUp, Reset, Purchase, Coupon, Export, Search, Admin, Health }
