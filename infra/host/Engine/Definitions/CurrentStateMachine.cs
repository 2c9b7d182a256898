using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machine of the current definition. An execution keeps the state machine that it started with.</summary>
internal sealed class CurrentStateMachine(DefinitionFile definition, ITaskInvoker invoker, TimeProvider time)
{
    private readonly Lock _gate = new();
    private StateMachine? _machine;

    public StateMachine Get()
    {
        lock (_gate)
        {
            var current = definition.Current.Definition;
            return ReferenceEquals(_machine?.Definition, current) ? _machine! : _machine = new(current, invoker, time, Random.Shared);
        }
    }
}
