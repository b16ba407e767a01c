using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Freehold.Embedded.CodeGeneration;

/// <summary>Names the class in which generated code lists the grains and grain interfaces of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainManifestAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type manifest) : Attribute
{
    /// <summary>A <see cref="GrainManifest"/>.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Manifest => manifest;
}

/// <summary>Lists the grains and grain interfaces of an assembly.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainManifest
{
    /// <summary>Adds them to the registry.</summary>
    public abstract void Register(GrainRegistry registry);
}

/// <summary>A grain class, as its attributes describe it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainClassInfo
{
    /// <summary>The class.</summary>
    public required Type Type { get; init; }

    /// <summary>The name of its type in identities.</summary>
    public required string GrainTypeName { get; init; }

    /// <summary>The grain interfaces it implements.</summary>
    public required Type[] Interfaces { get; init; }

    /// <summary>Makes a grain.</summary>
    public required Func<GrainActivationContext, object> Activate { get; init; }

    /// <summary>Whether all its calls may interleave.</summary>
    public bool IsReentrant { get; init; }

    /// <summary>0 for a grain with identity; -1: as many as processors.</summary>
    public int MaxLocalWorkers { get; init; }

    /// <summary>Whether its activations are never collected.</summary>
    public bool NeverCollected { get; init; }

    /// <summary>Its own collection age in milliseconds.</summary>
    public long? AgeLimitMs { get; init; }

    /// <summary>The stream namespaces it subscribes to implicitly.</summary>
    public string[] StreamNamespaces { get; init; } = [];
}

/// <summary>Collects what the manifests list.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainRegistry
{
    internal List<GrainClassInfo> Classes { get; } = [];

    internal Dictionary<Type, (string Id, Func<GrainReferenceShared, string, GrainReference> Create)> Interfaces { get; } = [];

    /// <summary>Adds a grain interface.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="id">Its alias, or else its full name.</param>
    /// <param name="create">Makes a reference.</param>
    public void AddInterface(Type type, string id, Func<GrainReferenceShared, string, GrainReference> create) =>
        Interfaces[type] = (id, create);

    /// <summary>Adds a grain class.</summary>
    public void AddClass(GrainClassInfo grainClass) => Classes.Add(grainClass);
}
