using Pipeline.Core.Contracts;
using Pipeline.Core.Reconciliation;

namespace Pipeline.Reconcile;

/// <summary>What the function does: each schedule and rule asks for one of the two.</summary>
/// <param name="claims">Accounts for executions that ended without recording anything.</param>
/// <param name="renditions">Removes the renditions of replaced versions.</param>
public sealed class ReconcileLogic(ClaimReconciler claims, RenditionSweeper renditions)
{
    public async Task<ReconcileResponse> RunAsync(ReconcileRequest request, CancellationToken cancellationToken) => request.Sweep
        ? new([], 0, await renditions.SweepAsync(cancellationToken))
        : await claims.ReconcileAsync(request, cancellationToken);
}
