namespace Freehold.Storage.Postgres;

/// <summary>What an upgrade of the schema did.</summary>
/// <param name="From">The version found; 0: an empty database.</param>
/// <param name="To">The version left, the newest that this program knows.</param>
public readonly record struct SchemaUpgrade(int From, int To);
