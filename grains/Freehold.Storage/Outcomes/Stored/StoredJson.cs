using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Freehold.Contracts.Outcomes;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>How stored events are written and read.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(StoredJsonContext.Default.Options)
    {
        TypeInfoResolver = StoredJsonContext.Default.WithAddedModifier(WriteRequiredMembers).WithAddedModifier(LeaveOutTranscript),
    };

    public static JsonTypeInfo<Outcome> Outcome { get; } = (JsonTypeInfo<Outcome>)Options.GetTypeInfo(typeof(Outcome));

    public static JsonTypeInfo<Feedback> Feedback { get; } = (JsonTypeInfo<Feedback>)Options.GetTypeInfo(typeof(Feedback));

    // A null where the contract allows none would be left out, and the row could never be read again. Never left out, it fails right here.
    private static void WriteRequiredMembers(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.IsRequired))
            property.ShouldSerialize = static (_, _) => true;
    }

    // An event is there for ever, and a transcript must be forgotten when somebody asks for it: it has a table of its own.
    private static void LeaveOutTranscript(JsonTypeInfo type)
    {
        if (type.Type == typeof(Outcome))
            type.Properties.Single(property => property.PropertyType == typeof(Transcript)).ShouldSerialize = static (_, _) => false;
    }
}
