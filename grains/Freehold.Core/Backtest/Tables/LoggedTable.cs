namespace Freehold.Core.Backtest.Tables;

/// <summary>What a router of the past did: of each row one model's result is known, and how likely it was to be chosen.</summary>
/// <param name="Table">The rows; results of models that were not chosen are not known.</param>
/// <param name="Chosen">The model chosen first, [rows].</param>
/// <param name="Propensity">Probability with which it was, [rows], above 0.</param>
public sealed record LoggedTable(RoutingTable Table, int[] Chosen, double[] Propensity);
