using Orleans.Runtime;

namespace Orleans;

/// <summary>Gives references to grains. A reference is cheap, never null, and does not activate anything.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of this interface with this key.</summary>
    /// <param name="primaryKey">The key; neither empty nor white space.</param>
    /// <param name="grainClassNamePrefix">Tells grain classes apart that implement the same interface.</param>
    /// <exception cref="ArgumentException">No grain class, or more than one, implements the interface.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference to the grain of this interface with this key.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>A typed reference to the grain with this identity.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable;

    /// <summary>An untyped reference to the grain with this identity.</summary>
    IAddressable GetGrain(GrainId grainId);
}

/// <summary>The way into the runtime from outside of grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the host.</summary>
    IServiceProvider ServiceProvider { get; }
}
