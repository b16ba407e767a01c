using System.Reflection;
using Freehold.Contracts.Tenancy;
using Freehold.Grains;
using Freehold.Inference;
using Freehold.Storage.Outcomes;
using Freehold.Workers;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>Everything of ours that goes from silo to silo, or into a store of grain state, by its alias.</summary>
internal static class ContractTypes
{
    private static readonly Assembly[] Assemblies =
        [typeof(ITenantGrain).Assembly, typeof(StateNames).Assembly, typeof(WorkerGrain).Assembly, typeof(IOutcomeLog).Assembly];

    /// <summary>Messages, enums and states.</summary>
    public static IReadOnlyDictionary<string, Type> Data { get; } = ByAlias(type => type.IsDefined(typeof(GenerateSerializerAttribute)));

    /// <summary>Messages and states without the enums.</summary>
    public static IEnumerable<string> Objects => Data.Where(entry => !entry.Value.IsEnum).Select(entry => entry.Key);

    /// <summary>Grain interfaces.</summary>
    public static IReadOnlyDictionary<string, Type> Grains { get; } =
        ByAlias(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type));

    /// <summary>Exceptions that a grain may throw at its caller; of the engine, the one that a worker lets through.</summary>
    public static IEnumerable<Type> Exceptions => Assemblies.SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type.IsAssignableTo(typeof(Exception)) && !type.IsAbstract)
        .Append(typeof(EngineFaultException));

    /// <summary>The alias of a type, or of a method.</summary>
    public static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias
        ?? throw new InvalidOperationException($"{member} has no [Alias]: its own name would go over the wire, and could never change.");

    /// <summary>A type as golden files name it: ours by their aliases, because C# may rename them.</summary>
    public static string NameOf(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } underlying => $"{NameOf(underlying)}?",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(NameOf))}>",
        { IsArray: true } => $"{NameOf(type.GetElementType()!)}[]",
        _ => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name,
    };

    /// <summary>The serialized members of a type in order of their numbers.</summary>
    public static IEnumerable<(uint Id, PropertyInfo Property)> MembersOf(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .Select(property => (property.GetCustomAttribute<IdAttribute>()?.Id
            ?? throw new InvalidOperationException($"{type.Name}.{property.Name} has no [Id], so it would be lost on the way."), property))
        .OrderBy(member => member.Item1);

    // The code generators' own types have no place here: what they write is pinned by what they are generated from.
    private static SortedDictionary<string, Type> ByAlias(Func<Type, bool> choose) => new(
        Assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => choose(type) && type.Namespace?.StartsWith("Freehold.", StringComparison.Ordinal) == true)
            .ToDictionary(AliasOf),
        StringComparer.Ordinal);
}
