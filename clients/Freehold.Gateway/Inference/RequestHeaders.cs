using Freehold.Contracts.Tenancy;
using Freehold.Wire;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Inference;

/// <summary>Reads the headers of ours that a request may bring.</summary>
internal static class RequestHeaders
{
    /// <summary>Longest name of a workload.</summary>
    public const int MaxWorkloadLength = 100;

    /// <summary>
    /// The label and the workload, which the body's metadata may name too; an error where one is not valid. A label that cannot be read is
    /// never guessed.
    /// </summary>
    public static WireError? TryRead(
        IHeaderDictionary headers, IReadOnlyDictionary<string, string>? metadata, out SensitivityLabel? label, out string? workload)
    {
        label = null;
        workload = null;
        if (headers.TryGetValue(FreeholdHeaders.Label, out var labelText))
        {
            if (!TryParseLabel(labelText.ToString(), out var parsed))
            {
                return Invalid(FreeholdHeaders.Label, $"'{labelText}' is no label; use public, internal, confidential or restricted");
            }

            label = parsed;
        }

        var (name, place) = headers.TryGetValue(FreeholdHeaders.Workload, out var header) ? (header.ToString(), FreeholdHeaders.Workload)
            : metadata is not null && metadata.TryGetValue("workload", out var value) ? (value, "metadata.workload")
            : (null, "");
        if (name is not null && !IsWorkload(name))
        {
            return Invalid(place, $"a workload's name has 1 to {MaxWorkloadLength} of a-z, A-Z, 0-9, '-', '_' and '.'");
        }

        workload = name;
        return null;
    }

    /// <summary>
    /// Whether the client forbids that the exchange becomes training data, by the header or the body's metadata; an error where either is
    /// neither <c>on</c> nor <c>off</c>: who writes <c>no</c> must not be taken to have said nothing.
    /// </summary>
    public static WireError? TryReadTraining(IHeaderDictionary headers, IReadOnlyDictionary<string, string>? metadata, out bool forbids)
    {
        forbids = false;
        string? byMetadata = null;
        metadata?.TryGetValue("training", out byMetadata);
        var byHeader = headers.TryGetValue(FreeholdHeaders.Training, out var header) ? header.ToString() : null;
        return ReadSwitch(FreeholdHeaders.Training, byHeader, ref forbids) ?? ReadSwitch("metadata.training", byMetadata, ref forbids);
    }

    private static WireError? ReadSwitch(string place, string? text, ref bool isOff)
    {
        var saysOff = string.Equals(text, "off", StringComparison.OrdinalIgnoreCase);
        isOff |= saysOff;
        return text is null || saysOff || string.Equals(text, "on", StringComparison.OrdinalIgnoreCase)
            ? null
            : Invalid(place, $"'{text}' says neither; use off, or leave it out");
    }

    /// <summary>True for a name as headers, bodies and policies carry it.</summary>
    public static bool IsWorkload(string name) =>
        name.Length is > 0 and <= MaxWorkloadLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The adapter named, or null. Whether there is one of that name the worker says.</summary>
    public static string? ReadAdapter(IHeaderDictionary headers) =>
        headers.TryGetValue(FreeholdHeaders.Adapter, out var name) ? name.ToString() : null;

    /// <summary>Reads one label's name, in any case; numbers are no names, and a list (which enums would add up) is no label.</summary>
    public static bool TryParseLabel(string text, out SensitivityLabel label) =>
        Enum.TryParse(text, ignoreCase: true, out label) && Enum.IsDefined(label) && text.Trim().All(char.IsAsciiLetter);

    private static WireError Invalid(string place, string why) =>
        new(400, $"Invalid '{place}': {why}.", WireErrorTypes.InvalidRequest, place, "invalid_value");
}
