namespace Freehold.Storage.Ledger;

/// <summary>What became of a post.</summary>
/// <param name="Posted">False where the ledger's checkpoint was another one than the caller's; nothing was changed then.</param>
/// <param name="Checkpoint">The checkpoint now.</param>
public readonly record struct PostResult(bool Posted, long Checkpoint);
