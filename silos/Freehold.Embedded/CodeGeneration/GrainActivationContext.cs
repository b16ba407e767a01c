using System.ComponentModel;
using Freehold.Embedded.Activations;
using Freehold.Embedded.State;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Freehold.Embedded.CodeGeneration;

/// <summary>What generated code has at hand when it makes a grain.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GrainActivationContext
{
    private readonly Activation _activation;

    internal GrainActivationContext(Activation activation) => _activation = activation;

    /// <summary>The activation.</summary>
    public IGrainContext GrainContext => _activation;

    /// <summary>The services of the activation's scope.</summary>
    public IServiceProvider Services => _activation.ActivationServices;

    /// <summary>A service that must be registered.</summary>
    public T Require<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A keyed service that must be registered.</summary>
    public T RequireKeyed<T>(object key) where T : notnull => Services.GetRequiredKeyedService<T>(key);

    /// <summary>A service that may be missing.</summary>
    public T? Find<T>() => Services.GetService<T>();

    /// <summary>A state that is read before the grain is activated.</summary>
    /// <param name="stateName">Its name.</param>
    /// <param name="storageName">The storage; null for the default one.</param>
    /// <param name="create">Makes an empty state.</param>
    public IPersistentState<T> State<T>(string stateName, string? storageName, Func<T> create)
    {
        var facet = new PersistentState<T>(_activation, stateName, storageName, create);
        (_activation.Extras.States ??= []).Add(facet);
        return facet;
    }
}
