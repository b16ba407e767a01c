using System.ComponentModel.DataAnnotations;
using Freehold.Core.Routing;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>Looks at configured checks at start; every fault names the option, its value and the remedy.</summary>
public static class CheckOptionsValidator
{
    /// <summary>Most checks of one installation.</summary>
    public const int MaxChecks = 100;

    /// <summary>Everything that is wrong with the check's options; empty where nothing is.</summary>
    public static IEnumerable<string> Validate(string name, CheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name.Length is 0 or > 63 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            yield return $"'{name}' is not a check's name: use 1 to 63 of a-z, A-Z, 0-9, '-', '_' and '.'.";
        }

        if (!TryParseUrl(options.Url, out _))
        {
            yield return BadUrl(name, options.Url);
        }

        if (!ZoneName.IsValid(options.Zone))
        {
            yield return $"Freehold:Checks:{name}:Zone is '{options.Zone}': {ZoneName.Remedy}.";
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return $"Freehold:Checks:{name}: {result.ErrorMessage}";
        }
    }

    internal static Uri ParseUrl(string name, string text) =>
        TryParseUrl(text, out var uri) ? uri! : throw new ArgumentException(BadUrl(name, text), nameof(text));

    private static bool TryParseUrl(string text, out Uri? uri) => Uri.TryCreate(text, UriKind.Absolute, out uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;

    private static string BadUrl(string name, string text) =>
        $"Freehold:Checks:{name}:Url is '{text}': give an absolute http or https URL without user and fragment, as https://checks.example/tone.";
}
