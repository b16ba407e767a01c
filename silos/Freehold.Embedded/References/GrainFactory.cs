using System.Collections.Frozen;
using Freehold.Embedded.Activations;
using Freehold.Embedded.CodeGeneration;
using Freehold.Embedded.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Freehold.Embedded.References;

/// <summary>Gives references by interface and key.</summary>
internal sealed class GrainFactory(EmbeddedRuntime runtime) : IClusterClient
{
    private readonly FrozenDictionary<Type, GrainReferenceShared[]> _byInterface = runtime.Classes
        .SelectMany(grainClass => grainClass.References)
        .GroupBy(pair => pair.Key, pair => pair.Value)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    private readonly FrozenDictionary<GrainType, GrainClass> _byType =
        runtime.Classes.ToFrozenDictionary(grainClass => grainClass.GrainType);

    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Find(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)(object)Find(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        GetGrain(grainId).AsReference<TGrainInterface>();

    public IAddressable GetGrain(GrainId grainId) => ClassOf(grainId.Type).AnyReference.Create(grainId.Key.ToString());

    public GrainClass ClassOf(GrainType type) =>
        _byType.TryGetValue(type, out var grainClass)
            ? grainClass
            : throw new ArgumentException($"No grain class has the type '{type}'. Was its class renamed? Set [GrainType] to the old name.");

    private GrainReference Find(Type interfaceType, string key, string? classNamePrefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (_byInterface.TryGetValue(interfaceType, out var found))
        {
            if (found.Length == 1 && classNamePrefix is null)
            {
                return found[0].Create(key);
            }

            var matching = found
                .Where(shared => classNamePrefix is null
                    || shared.Class.Info.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))
                .ToArray();
            if (matching.Length == 1)
            {
                return matching[0].Create(key);
            }

            throw new ArgumentException(
                $"{matching.Length} grain classes implement {interfaceType}{(classNamePrefix is null ? "" : $" with the prefix '{classNamePrefix}'")}: "
                + string.Join(", ", found.Select(shared => shared.Class.Info.Type.FullName)) + ". Name one by grainClassNamePrefix.");
        }

        throw new ArgumentException(
            $"No grain class implements {interfaceType}. Add the assembly of its class to EmbeddedGrainOptions.GrainAssemblies.");
    }
}
