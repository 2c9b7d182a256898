namespace Pipeline.EventPatterns;

/// <summary>An entry of a field's array in a pattern.</summary>
internal abstract class ValueMatcher
{
    public abstract bool Matches(EventValue value);
}

/// <summary><c>"running"</c>, <c>300</c>, <c>true</c>, <c>null</c>.</summary>
internal sealed class ExactMatcher(EventValue expected) : ValueMatcher
{
    public override bool Matches(EventValue value) => expected.IsSameAs(value);
}

/// <summary><c>prefix</c>, <c>suffix</c>, <c>equals-ignore-case</c>, <c>wildcard</c>, <c>cidr</c>: operators that match only strings.</summary>
internal sealed class TextMatcher(Func<string, bool> predicate) : ValueMatcher
{
    public override bool Matches(EventValue value) => value.StringOrNull is { } text && predicate(text);
}

/// <summary><c>anything-but</c>: matches a value of any kind unless one of the excluded matchers does.</summary>
internal sealed class AnythingButMatcher(IReadOnlyList<ValueMatcher> excluded) : ValueMatcher
{
    public override bool Matches(EventValue value) => !excluded.Any(matcher => matcher.Matches(value));
}

/// <summary><c>{"exists": true}</c>: matches any value, including null.</summary>
internal sealed class PresentMatcher : ValueMatcher
{
    public override bool Matches(EventValue value) => true;
}

/// <summary><c>{"exists": false}</c>: matches when the field has no value.</summary>
internal sealed class AbsentMatcher : ValueMatcher
{
    public override bool Matches(EventValue value) => false;
}
