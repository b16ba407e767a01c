using System.Text.Json.Serialization;

namespace Freehold.Wire.Models;

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
/// <param name="Data">The models that the key may use.</param>
public sealed record ModelList(IReadOnlyList<ModelEntry> Data)
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";
}

/// <summary>One model.</summary>
/// <param name="Id">Name to send as <c>model</c>.</param>
/// <param name="Created">When it was added, in Unix seconds.</param>
/// <param name="OwnedBy">Who runs it, such as a provider's name.</param>
public sealed record ModelEntry(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long Created,
    string OwnedBy)
{
    /// <summary>Always <c>model</c>.</summary>
    public string Object { get; init; } = "model";
}
