using Pipeline.Core.Renditions;

namespace Pipeline.Core.Grouping;

/// <summary>The files that one call of Resize makes.</summary>
/// <param name="Name">For people who read an execution's history: the names of the files' renditions, such as <c>small, medium</c>.</param>
/// <param name="Plans">The files, in the set's order; at least one.</param>
public sealed record RenditionGroup(string Name, IReadOnlyList<RenditionPlan> Plans)
{
    /// <summary>Creates a group and names it.</summary>
    public static RenditionGroup Create(IReadOnlyList<RenditionPlan> plans) => new(NameOf(plans), plans);

    /// <summary>The names of the files' renditions.</summary>
    public static string NameOf(IEnumerable<RenditionPlan> plans) => string.Join(", ", plans.Select(plan => plan.Rendition.Name));
}
