using Freehold.Contracts.Providers;
using Freehold.Core.Economics;
using Freehold.Wire;
using Freehold.Wire.Splicing;

namespace Freehold.Grains.Providers;

/// <summary>What an answer used so far: what the upstream tells, and before that an estimate.</summary>
internal struct ProviderUsageMeter(TokenPrice price, int requestBytes)
{
    private const int BytesPerToken = 4;

    private readonly int _promptEstimate = (requestBytes + BytesPerToken - 1) / BytesPerToken;
    private int _contentEvents;
    private UsageCounts? _told;

    public static ProviderUsage Nothing { get; } = new() { PromptTokens = 0, CompletionTokens = 0, CostMicroUsd = 0, Estimated = true };

    public readonly ProviderUsage Usage => _told is { } told
        ? Price(Math.Max(0, told.PromptTokens), Math.Max(0, told.CompletionTokens), Math.Max(0, told.CachedTokens), estimated: false)
        : Price(_promptEstimate, _contentEvents, 0, estimated: true);

    public void Add(in ResponseScan scan)
    {
        _told = scan.Usage ?? _told;
        _contentEvents += scan.HasContent ? 1 : 0;
    }

    /// <summary>Of a whole answer without usage, by the length of its text.</summary>
    public void AddText(int bytes) => _contentEvents += (bytes + BytesPerToken - 1) / BytesPerToken;

    private readonly ProviderUsage Price(int prompt, int completion, int cached, bool estimated) => new()
    {
        PromptTokens = prompt,
        CompletionTokens = completion,
        CachedPromptTokens = cached,
        CostMicroUsd = price.CostMicroUsd(prompt, completion, cached),
        Estimated = estimated,
    };
}
