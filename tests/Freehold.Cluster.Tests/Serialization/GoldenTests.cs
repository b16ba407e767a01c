using System.Reflection;
using System.Runtime.CompilerServices;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>What versions of contracts wrote, and that today's reads and writes it still. <see cref="GoldenFile"/> says how to add a version.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Data() => [.. ContractTypes.Data.Keys];

    public static TheoryData<string> Grains() => [.. ContractTypes.Grains.Keys];

    public static TheoryData<string, int> Files() =>
        [.. GoldenFile.All().Select(file => new TheoryDataRow<string, int>(file.Alias, file.Version))];

    [Theory]
    [MemberData(nameof(Data))]
    public void A_contract_writes_its_golden_bytes(string alias)
    {
        var example = Example.Of(ContractTypes.Data[alias]);

        GoldenFile.Check(alias, GoldenFile.Compose(LinesOf(example), Wire.Write(example)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Golden_bytes_are_read_as_what_was_written(string alias, int version)
    {
        var file = GoldenFile.All().Single(file => file.Alias == alias && file.Version == version);
        if (ContractTypes.Grains.ContainsKey(alias))
        {
            return;
        }

        Assert.True(ContractTypes.Data.ContainsKey(alias), $"Nothing has the alias {alias} any more, so what was stored or sent cannot be read.");
        var read = Description.Of(Wire.Read(file.Bytes)).ToArray();

        Assert.Empty(file.Lines.Except(read.Select(line => line.ToString())));
        Assert.All(read.ExceptBy(file.Lines, line => line.ToString()), added => CheckAdded(added));
    }

    [Theory]
    [MemberData(nameof(Grains))]
    public void Calls_of_a_grain_are_what_they_were(string alias) =>
        GoldenFile.Check(alias, GoldenFile.Compose(ContractTypes.Grains[alias].GetMethods().Select(Call).Order(StringComparer.Ordinal), []));

    private static void CheckAdded(Described added)
    {
        var member = added.Property!;
        Assert.False(
            member.IsDefined(typeof(RequiredMemberAttribute)),
            $"{member.DeclaringType!.Name}.{member.Name} is 'required', and an older silo and an older store do not have it: it would be null here, and a "
            + "state on the embedded runtime would not be read at all. Let it be optional, with a default that means what was meant before it.");
        Assert.Contains(added.Member, Description.Of(Wire.ReadEmpty(member.DeclaringType!)).Select(line => line.Member));
    }

    private static IEnumerable<string> LinesOf(object value) => Description.Of(value).Select(line => line.ToString());

    private static string Call(MethodInfo method) =>
        $"{ContractTypes.AliasOf(method)}({string.Join(", ", method.GetParameters().Select(parameter => ContractTypes.NameOf(parameter.ParameterType)))}): "
        + ContractTypes.NameOf(method.ReturnType);
}
