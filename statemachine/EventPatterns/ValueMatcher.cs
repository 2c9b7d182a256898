namespace Pipeline.EventPatterns;

/// <summary>One entry of a field's array in a pattern.</summary>
internal abstract class ValueMatcher
{
    public abstract bool Matches(EventValue value);
}

/// <summary><c>"running"</c>, <c>300</c>, <c>true</c>, <c>null</c>.</summary>
internal sealed class ExactMatcher(EventValue expected) : ValueMatcher
{
    public override bool Matches(EventValue value) => expected.IsSame(value);
}

/// <summary><c>prefix</c>, <c>suffix</c>, <c>equals-ignore-case</c>, <c>wildcard</c>, <c>cidr</c>: what looks at strings only.</summary>
internal sealed class TextMatcher(Func<string, bool> predicate) : ValueMatcher
{
    public override bool Matches(EventValue value) => value.StringOrNull is { } text && predicate(text);
}

/// <summary><c>anything-but</c>: there is a value, of whatever kind, and none of these matches it.</summary>
internal sealed class AnythingButMatcher(IReadOnlyList<ValueMatcher> excluded) : ValueMatcher
{
    public override bool Matches(EventValue value) => !excluded.Any(matcher => matcher.Matches(value));
}

/// <summary><c>{"exists": true}</c>: any value will do, null too.</summary>
internal sealed class PresentMatcher : ValueMatcher
{
    public override bool Matches(EventValue value) => true;
}

/// <summary><c>{"exists": false}</c>: matches no value, but that there is none.</summary>
internal sealed class AbsentMatcher : ValueMatcher
{
    public override bool Matches(EventValue value) => false;
}
