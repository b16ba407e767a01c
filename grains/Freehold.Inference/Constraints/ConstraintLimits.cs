namespace Freehold.Inference.Constraints;

/// <summary>Bounds on schemas, which are a stranger's input, and on what is kept of them.</summary>
internal static class ConstraintLimits
{
    /// <summary>Longest schema text.</summary>
    public const int SchemaChars = 128 * 1024;

    /// <summary>Deepest nesting of the schema's own JSON.</summary>
    public const int SchemaDepth = 64;

    /// <summary>Subschemas compiled, those that $ref and allOf make included.</summary>
    public const int Rules = 4096;

    /// <summary>Subschemas joined by one allOf, $ref or anyOf, through all the references that they lead to.</summary>
    public const int JoinedSchemas = 64;

    /// <summary>States of the automaton.</summary>
    public const int States = 200_000;

    /// <summary>Edges of the automaton.</summary>
    public const int Edges = 1_000_000;

    /// <summary>Values of one enum.</summary>
    public const int EnumValues = 2_000;

    /// <summary>Largest minItems, maxItems, minLength and maxLength: each unit is a state.</summary>
    public const int Count = 16_384;

    /// <summary>Largest multipleOf: each remainder is a state.</summary>
    public const int MultipleOf = 1_000;

    /// <summary>Longest pattern.</summary>
    public const int PatternChars = 4_096;

    /// <summary>Deepest nesting of groups in a pattern.</summary>
    public const int PatternDepth = 32;

    /// <summary>Nodes of a pattern after its counted repetitions are written out.</summary>
    public const int PatternStates = 20_000;

    /// <summary>Deepest nesting of a generated value: 64, the depth to which common parsers read by default.</summary>
    public const int ValueDepth = 64;

    /// <summary>Ways of reading the text so far that are followed at once; of more, those that can end soonest are kept.</summary>
    public const int Readings = 4_096;

    /// <summary>Interned states of one schema's machine; over it the machine forgets all and starts anew, as RE2 does.</summary>
    public const int InternedStates = 8_192;

    /// <summary>Readings held by all interned states of one schema's machine.</summary>
    public const int InternedReadings = 262_144;

    /// <summary>Schemas kept compiled by one engine.</summary>
    public const int CachedSchemas = 16;

    /// <summary>Bytes of masks kept by one schema's machine.</summary>
    public const int MaskBytes = 8 << 20;
}
