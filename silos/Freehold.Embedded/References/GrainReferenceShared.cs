using System.ComponentModel;
using Freehold.Embedded.Activations;
using Orleans.Runtime;

namespace Freehold.Embedded.CodeGeneration;

/// <summary>What all references of one interface to one grain class share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainReferenceShared
{
    private readonly Func<GrainReferenceShared, string, GrainReference> _create;

    internal GrainReferenceShared(
        GrainClass grainClass, GrainInterfaceType interfaceType, Func<GrainReferenceShared, string, GrainReference> create)
    {
        Class = grainClass;
        InterfaceType = interfaceType;
        _create = create;
    }

    internal GrainClass Class { get; }

    internal GrainInterfaceType InterfaceType { get; }

    internal GrainReference Create(string key) => _create(this, key);
}
