using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machine of the definition that is in force now. An execution keeps the one it began with.</summary>
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
