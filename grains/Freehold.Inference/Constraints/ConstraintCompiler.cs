using System.Text.Json;
using Freehold.Inference.Constraints.Masks;
using Freehold.Inference.Constraints.Schemas;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Constraints;

/// <summary>Compiles response formats for one model, and keeps those used last.</summary>
/// <remarks>Safe for use by many threads; one compiles at a time. The work is the caller's thread's, never the scheduler's.</remarks>
internal sealed class ConstraintCompiler(ITokenizer tokenizer, int vocabularySize, IReadOnlySet<int> endsText)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Schema, ConstraintMachine Machine)> _byUse = new();
    private VocabularyTrie? _trie;

    /// <summary>The machine of a format; null for free text.</summary>
    /// <returns>Why it cannot be had, or null.</returns>
    public InvalidRequestRefusal? Compile(ResponseFormat format, out ConstraintMachine? machine)
    {
        machine = null;
        if (format.Kind == ResponseFormatKind.Text)
            return null;
        var schema = format.Kind == ResponseFormatKind.JsonObject ? "" : format.Schema ?? "";
        lock (_gate)
        {
            try
            {
                machine = Find(schema) ?? Add(schema, format.Kind);
                return null;
            }
            catch (SchemaRefusedException refused)
            {
                return new InvalidRequestRefusal(nameof(GenerationRequest.ResponseFormat), refused.Message);
            }
            catch (JsonException exception)
            {
                return new InvalidRequestRefusal(nameof(GenerationRequest.ResponseFormat), $"the schema is not JSON: {exception.Message}");
            }
        }
    }

    private ConstraintMachine? Find(string schema)
    {
        for (var node = _byUse.First; node is not null; node = node.Next)
        {
            if (node.Value.Schema == schema)
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return node.Value.Machine;
            }
        }

        return null;
    }

    private ConstraintMachine Add(string schema, ResponseFormatKind kind)
    {
        _trie ??= new VocabularyTrie(tokenizer, vocabularySize, endsText);
        if (!_trie.HasAllBytes)
            throw new SchemaRefusedException(
                "#", "the model's vocabulary lacks tokens for single bytes, so its text cannot be kept within a schema.");
        var machine = kind == ResponseFormatKind.JsonObject ? OfAnyObject() : OfSchema(schema);
        if (_byUse.Count == ConstraintLimits.CachedSchemas)
            _byUse.RemoveFirst();
        _byUse.AddLast((schema, machine));
        return machine;
    }

    private ConstraintMachine OfAnyObject() => new(SchemaCompiler.Compile(new SchemaReader(default), SchemaNode.AnyObject), _trie!);

    private ConstraintMachine OfSchema(string schema)
    {
        if (schema.Length > ConstraintLimits.SchemaChars)
            throw new SchemaRefusedException(
                "#", $"the schema has {schema.Length} characters; at most {ConstraintLimits.SchemaChars} are taken.");
        using var document = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = ConstraintLimits.SchemaDepth });
        var reader = new SchemaReader(document.RootElement);
        return new ConstraintMachine(SchemaCompiler.Compile(reader, reader.Root()), _trie!);
    }
}
