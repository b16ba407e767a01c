namespace Freehold.Contracts.Routing;

/// <summary>Where an answer is computed, from nearest to farthest.</summary>
public static class Zones
{
    /// <summary>On a machine of this installation, in its own process.</summary>
    public const string Device = "device";

    /// <summary>On another server that the enterprise runs.</summary>
    public const string OnPrem = "onprem";

    /// <summary>In a named region of somebody else's cloud: <c>region:eu</c>.</summary>
    public const string RegionPrefix = "region:";

    /// <summary>As a candidate's zone: anywhere, unknown. As a policy's zone: every zone is allowed.</summary>
    public const string Any = "any";
}
