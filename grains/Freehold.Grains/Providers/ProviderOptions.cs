using System.ComponentModel.DataAnnotations;

namespace Freehold.Grains.Providers;

/// <summary>One OpenAI-compatible upstream: <c>Freehold:Providers:NAME</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>Its base URL, up to and with the version: <c>https://api.openai.com/v1</c>.</summary>
    [Required]
    public string BaseUrl { get; set; } = "";

    /// <summary>The key it gets as bearer token; also read from <c>FREEHOLD_PROVIDER_NAME_KEY</c>. None: no header is sent.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where a prompt goes that is sent there.</summary>
    /// <value>Default <c>any</c>: somewhere outside.</value>
    public string Zone { get; set; } = "any";

    /// <summary>The model that <c>auto</c> asks for.</summary>
    /// <value>Default: the first of <see cref="Models"/>, or of those the upstream lists.</value>
    public string? DefaultModel { get; set; }

    /// <summary>True where <c>auto</c> may choose it.</summary>
    /// <value>Default true.</value>
    public bool Automatic { get; set; } = true;

    /// <summary>The models to offer, with their prices. Empty: ask the upstream for its list.</summary>
    public Dictionary<string, ModelPriceOptions> Models { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The price of models that have none of their own.</summary>
    public ModelPriceOptions Price { get; set; } = new();

    /// <summary>How long the upstream may take until its answer begins, in seconds.</summary>
    /// <value>Default 120.</value>
    [Range(1, 3_600)]
    public int FirstByteTimeoutSeconds { get; set; } = 120;

    /// <summary>How long it may be silent in mid-answer, in seconds.</summary>
    /// <value>Default 60.</value>
    [Range(1, 3_600)]
    public int IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>Most requests in flight from one silo; over it a request goes on to the next candidate.</summary>
    /// <value>Default 1,024.</value>
    [Range(1, 100_000)]
    public int MaxInFlight { get; set; } = 1_024;

    /// <summary>Longest answer that is read whole, in bytes.</summary>
    /// <value>Default 32 MiB.</value>
    [Range(1_024, 1 << 30)]
    public int MaxAnswerBytes { get; set; } = 32 << 20;
}

/// <summary>What a model's tokens cost, in USD per million.</summary>
public sealed class ModelPriceOptions
{
    /// <summary>Prompt tokens.</summary>
    [Range(0, 1_000_000)]
    public decimal PromptUsdPerMillion { get; set; }

    /// <summary>Completion tokens.</summary>
    [Range(0, 1_000_000)]
    public decimal CompletionUsdPerMillion { get; set; }

    /// <summary>Prompt tokens that the upstream had in its cache.</summary>
    /// <value>Default: as any other prompt token.</value>
    [Range(0, 1_000_000)]
    public decimal? CachedPromptUsdPerMillion { get; set; }
}
