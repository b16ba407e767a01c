using System.Globalization;
using System.Text.Json;

namespace Freehold.Wire.Errors;

/// <summary>What can be wrong with a body, worded and coded as OpenAI words and codes it. All are 400.</summary>
public static class RequestErrors
{
    /// <summary>The body is not JSON.</summary>
    /// <param name="reason">What was found, as a sentence without a full stop.</param>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="byteInLine">Byte in the line, counted from 1.</param>
    /// <returns>The error.</returns>
    public static WireError Malformed(string reason, long line, long byteInLine) => Bad(
        string.Create(CultureInfo.InvariantCulture,
            $"We could not parse the JSON body of your request: {reason} (line {line}, byte {byteInLine}). Send one JSON object encoded as UTF-8."),
        null, null);

    /// <summary>The body is JSON, but not an object.</summary>
    /// <param name="actual">Type found, with its article.</param>
    /// <returns>The error.</returns>
    public static WireError NotAnObject(string actual) =>
        Bad($"Invalid type for the request body: expected an object, but got {actual} instead.", null, "invalid_type");

    /// <summary>A required field is absent.</summary>
    /// <param name="param">Path of the field.</param>
    /// <returns>The error.</returns>
    public static WireError Missing(string param) => Bad($"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    /// <summary>A field holds another JSON type.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="expected">Type with its article, such as <c>a string</c>.</param>
    /// <param name="actual">Type with its article.</param>
    /// <returns>The error.</returns>
    public static WireError WrongType(string param, string expected, string actual) =>
        Bad($"Invalid type for '{param}': expected {expected}, but got {actual} instead.", param, "invalid_type");

    /// <summary>A value that is not one of a closed set.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="value">The value found.</param>
    /// <param name="supported">The set, worded.</param>
    /// <returns>The error.</returns>
    public static WireError UnsupportedValue(string param, string value, string supported) =>
        Bad($"Invalid value: '{Shorten(value)}' for '{param}'. Supported values are: {supported}.", param, "invalid_value");

    /// <summary>A value that breaks a rule of its own.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="rule">The rule, as a sentence without a full stop.</param>
    /// <returns>The error.</returns>
    public static WireError InvalidValue(string param, string rule) => Bad($"Invalid '{param}': {rule}.", param, "invalid_value");

    /// <summary>A number below its least value.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="kind"><c>integer</c> or <c>decimal</c>.</param>
    /// <param name="minimum">Least value allowed.</param>
    /// <param name="actual">The value found.</param>
    /// <returns>The error.</returns>
    public static WireError BelowMinimum(string param, string kind, double minimum, double actual) => Bad(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{param}': {kind} below minimum value. Expected a value >= {minimum}, but got {actual} instead."),
        param, $"{kind}_below_min_value");

    /// <summary>A number above its greatest value.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="kind"><c>integer</c> or <c>decimal</c>.</param>
    /// <param name="maximum">Greatest value allowed.</param>
    /// <param name="actual">The value found.</param>
    /// <returns>The error.</returns>
    public static WireError AboveMaximum(string param, string kind, double maximum, double actual) => Bad(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{param}': {kind} above maximum value. Expected a value <= {maximum}, but got {actual} instead."),
        param, $"{kind}_above_max_value");

    /// <summary>An array that must not be empty.</summary>
    /// <param name="param">Path of the field.</param>
    /// <returns>The error.</returns>
    public static WireError EmptyArray(string param) => Bad(
        $"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array instead.", param, "empty_array");

    /// <summary>An array or map with too many entries.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="maximum">Most entries allowed.</param>
    /// <returns>The error.</returns>
    public static WireError TooMany(string param, int maximum) => Bad(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{param}': array too long. Expected an array with maximum length {maximum}."),
        param, "array_above_max_length");

    /// <summary>A string longer than allowed.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="maximum">Most characters allowed.</param>
    /// <param name="actual">Characters found.</param>
    /// <returns>The error.</returns>
    public static WireError TooLong(string param, int maximum, int actual) => Bad(
        string.Create(CultureInfo.InvariantCulture, $"Invalid '{param}': string too long. Expected a string with maximum length {maximum}, but got a string with length {actual} instead."),
        param, "string_above_max_length");

    /// <summary>A field that makes sense only beside another one.</summary>
    /// <param name="param">Path of the field.</param>
    /// <param name="enabler">The field that must be set.</param>
    /// <returns>The error.</returns>
    public static WireError OnlyWith(string param, string enabler) =>
        Bad($"The '{param}' parameter is only allowed when '{enabler}' is enabled.", param, "invalid_value");

    internal static string Describe(ref readonly Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        JsonTokenType.Number => reader.TryGetInt64(out _) ? "an integer" : "a decimal",
        _ => "something else",
    };

    private static WireError Bad(string message, string? param, string? code) => new(400, message, WireErrorTypes.InvalidRequest, param, code);

    /// <summary>The client's own text comes back in the message, so it is kept short.</summary>
    private static string Shorten(string value) => value.Length <= 64 ? value : string.Concat(value.AsSpan(0, 61), "...");
}
