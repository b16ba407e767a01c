namespace Freehold.Conformance.Tests.Support;

/// <summary>A runtime under test, with a clock that the test moves.</summary>
public interface IConformanceCluster : IAsyncDisposable
{
    /// <summary>References to grains.</summary>
    IGrainFactory GrainFactory { get; }

    /// <summary>The way in from outside of grains.</summary>
    IClusterClient Client { get; }

    /// <summary>The age at which idle activations are collected, unless their class says otherwise.</summary>
    TimeSpan CollectionAge { get; }

    /// <summary>Whether <see cref="AdvanceTime"/> makes activations idle.</summary>
    bool IdlenessFollowsClock { get; }

    /// <summary>Moves the clock on.</summary>
    void AdvanceTime(TimeSpan span);

    /// <summary>Stops the runtime gracefully and starts it again over the same stored data.</summary>
    Task RestartAsync();
}

/// <summary>Starts the runtime that the project was built for; the other part of this class is that runtime's.</summary>
public static partial class ConformanceCluster
{
    /// <summary>The name of the stream provider that every cluster has.</summary>
    public const string StreamProvider = "conformance";

    /// <summary>The namespace that the implicit consumer of the suite subscribes to.</summary>
    public const string ImplicitNamespace = "implicit-items";
}
