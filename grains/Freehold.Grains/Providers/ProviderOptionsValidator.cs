using System.ComponentModel.DataAnnotations;
using Freehold.Core.Routing;

namespace Freehold.Grains.Providers;

/// <summary>Checks providers at start; every fault names the option, its value and the remedy.</summary>
public static class ProviderOptionsValidator
{
    /// <summary>Most providers of one installation.</summary>
    public const int MaxProviders = 100;

    /// <summary>Everything that is wrong with the provider's options; empty where nothing is.</summary>
    public static IEnumerable<string> Validate(string name, ProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var section = $"Freehold:Providers:{name}";
        if (!IsName(name))
        {
            yield return $"'{name}' is not a provider name: use 1 to 63 of a-z, A-Z, 0-9, '-', '_' and '.'.";
        }

        if (!TryParseBaseUrl(options.BaseUrl, out _))
        {
            yield return BadBaseUrl(name, options.BaseUrl);
        }

        if (!ZoneName.IsValid(options.Zone))
        {
            yield return $"{section}:Zone is '{options.Zone}': {ZoneName.Remedy}.";
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var (label, price) in options.Models.Select(model => ($"Models:{model.Key}", model.Value)).Prepend(("Price", options.Price)))
        {
            var faults = new List<ValidationResult>();
            Validator.TryValidateObject(price, new ValidationContext(price), faults, validateAllProperties: true);
            results.AddRange(faults.Select(fault => new ValidationResult($"{label}: {fault.ErrorMessage}")));
        }

        foreach (var result in results)
        {
            yield return $"{section}: {result.ErrorMessage}";
        }
    }

    internal static Uri ParseBaseUrl(string name, string text) =>
        TryParseBaseUrl(text, out var uri) ? uri! : throw new ArgumentException(BadBaseUrl(name, text), nameof(text));

    private static bool TryParseBaseUrl(string text, out Uri? uri) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    private static string BadBaseUrl(string name, string text) =>
        $"Freehold:Providers:{name}:BaseUrl is '{text}': give an absolute http or https URL without user, query or fragment, "
        + "up to and with the version, as https://api.openai.com/v1.";

    private static bool IsName(string name) => name.Length is > 0 and <= 63
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
