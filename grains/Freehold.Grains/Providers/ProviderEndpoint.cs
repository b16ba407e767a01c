using System.Net.Http.Headers;
using Freehold.Core.Economics;

namespace Freehold.Grains.Providers;

/// <summary>An upstream ready to be called: options checked, addresses and prices computed once.</summary>
public sealed class ProviderEndpoint
{
    private const string ChatPath = "chat/completions";
    private const string CompletionsPath = "completions";

    private readonly Uri _chat;
    private readonly Uri _completions;
    private readonly Dictionary<string, TokenPrice> _prices;
    private readonly TokenPrice _defaultPrice;

    /// <summary>Prepares an upstream.</summary>
    /// <exception cref="ArgumentException">The options are not valid; the message says which and what to do.</exception>
    public ProviderEndpoint(string name, ProviderOptions options, HttpMessageInvoker http)
    {
        Name = name;
        Options = options;
        Http = http;
        BaseUri = ProviderOptionsValidator.ParseBaseUrl(name, options.BaseUrl);
        _chat = new Uri(BaseUri, ChatPath);
        _completions = new Uri(BaseUri, CompletionsPath);
        Authorization = string.IsNullOrEmpty(options.ApiKey) ? null : new AuthenticationHeaderValue("Bearer", options.ApiKey);
        _defaultPrice = PriceOf(options.Price);
        _prices = options.Models.ToDictionary(model => model.Key, model => PriceOf(model.Value), StringComparer.Ordinal);
    }

    /// <summary>The provider's name.</summary>
    public string Name { get; }

    /// <summary>Its options.</summary>
    public ProviderOptions Options { get; }

    /// <summary>
    /// What sends requests to it; owned by <see cref="ProviderDirectory"/>. A <see cref="HttpClient"/> would add a time limit and a buffer of
    /// its own, and we have both.
    /// </summary>
    public HttpMessageInvoker Http { get; }

    /// <summary>The base URL, with a slash at its end.</summary>
    public Uri BaseUri { get; }

    /// <summary>The URL of a path under <see cref="BaseUri"/>. Those of the APIs that answer are parsed once.</summary>
    public Uri UrlOf(string path) => path switch
    {
        ChatPath => _chat,
        CompletionsPath => _completions,
        _ => new Uri(BaseUri, path),
    };

    /// <summary>The header that carries our key.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>What a model's tokens cost there.</summary>
    public TokenPrice PriceOf(string model) => _prices.GetValueOrDefault(model, _defaultPrice);

    private static TokenPrice PriceOf(ModelPriceOptions price) => new(
        TokenPrice.FromUsdPerMillion(price.PromptUsdPerMillion),
        TokenPrice.FromUsdPerMillion(price.CompletionUsdPerMillion),
        TokenPrice.FromUsdPerMillion(price.CachedPromptUsdPerMillion ?? price.PromptUsdPerMillion));
}
