using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machine of the current definition. An execution keeps the state machine that it started with.</summary>
internal sealed class CurrentStateMachine(DefinitionFile definition, ITaskInvoker invoker, TimeProvider time)
{
    private readonly Lock _gate = new();
    private StateMachine? _machine;
    private RecordedDefinition? _recorded;

    public StateMachine Get() => GetRecorded().Machine;

    /// <summary>The state machine, and its definition as it is recorded for the executions that run it.</summary>
    public (StateMachine Machine, RecordedDefinition Definition) GetRecorded()
    {
        lock (_gate)
        {
            var current = definition.Current;
            if (!ReferenceEquals(_machine?.Definition, current.Definition))
            {
                _machine = new(current.Definition, invoker, time, Random.Shared);
                _recorded = RecordedDefinition.Create(current.Json, current.LoadedAt);
            }

            return (_machine, _recorded!);
        }
    }
}
