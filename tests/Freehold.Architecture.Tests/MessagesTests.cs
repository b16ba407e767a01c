using System.Reflection;
using Freehold.Contracts.Tenancy;

namespace Freehold.Architecture.Tests;

/// <summary>Messages are safe to hand over by reference, and to read by the next version.</summary>
public class MessagesTests
{
    private static readonly Assembly Contracts = typeof(ITenantGrain).Assembly;

    public static TheoryData<Type> Messages() => [.. Contracts.GetExportedTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) && !type.IsEnum)];

    public static TheoryData<Type> GrainInterfaces() =>
        [.. Contracts.GetExportedTypes().Where(type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_sealed_immutable_and_has_an_alias(Type message)
    {
        Assert.True(message.IsSealed);
        Assert.True(message.IsDefined(typeof(ImmutableAttribute)));
        Assert.True(message.IsDefined(typeof(AliasAttribute)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_property_of_a_message_has_a_number_of_its_own_and_no_public_setter(Type message)
    {
        var properties = message.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();

        Assert.All(properties, property => Assert.True(
            property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)),
            $"{message.Name}.{property.Name} can be changed after it was made."));
        uint[] ids = [.. properties.Select(property => property.GetCustomAttribute<IdAttribute>()?.Id ?? uint.MaxValue)];
        Assert.DoesNotContain(uint.MaxValue, ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Aliases_are_unique()
    {
        string[] aliases = [.. Contracts.GetExportedTypes().SelectMany(type => type.GetCustomAttributes<AliasAttribute>()).Select(alias => alias.Alias)];

        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(GrainInterfaces))]
    public void Every_grain_method_has_an_alias_and_takes_a_cancellation_token_last(Type grain)
    {
        Assert.True(grain.IsDefined(typeof(AliasAttribute)));
        foreach (var method in grain.GetMethods())
        {
            Assert.True(method.IsDefined(typeof(AliasAttribute)), $"{grain.Name}.{method.Name} has no alias.");
            Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType);
        }
    }

    [Theory]
    [MemberData(nameof(GrainInterfaces))]
    public void A_stateless_worker_never_returns_a_stream(Type grain)
    {
        var classes = new[] { typeof(Freehold.Grains.StateNames).Assembly, typeof(Freehold.Workers.WorkerGrain).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => grain.IsAssignableFrom(type) && type is { IsClass: true, IsAbstract: false });
        foreach (var @class in classes.Where(type => type.IsDefined(typeof(Orleans.Concurrency.StatelessWorkerAttribute))))
        {
            Assert.DoesNotContain(grain.GetMethods(), method =>
                method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        }
    }
}
