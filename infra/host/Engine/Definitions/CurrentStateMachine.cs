using Pipeline.Host.Store.Records;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;

namespace Pipeline.Host.Engine.Definitions;

/// <summary>The state machines of the current definitions. An execution keeps the state machine that it started with.</summary>
/// <param name="definition">The pipeline's own definition.</param>
/// <param name="further">The others.</param>
/// <param name="invoker">Calls the functions.</param>
/// <param name="objects">The buckets that Maps read and write.</param>
/// <param name="mapRuns">Keeps Map Runs.</param>
/// <param name="time">Clock.</param>
internal sealed class CurrentStateMachine(
    DefinitionFile definition, FurtherDefinitions further, ITaskInvoker invoker, IMapObjects objects, IMapRunStore mapRuns, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (StateMachine Machine, RecordedDefinition Recorded)> _machines = [];

    /// <summary>Returns a state machine by its ARN. If there is none, it is the pipeline's own, which does not fit the execution and fails it.</summary>
    public StateMachine Get(string arn) => GetRecorded(arn).Machine;

    /// <summary>The state machine, and its definition as it is recorded for the executions that run it.</summary>
    public (StateMachine Machine, RecordedDefinition Definition) GetRecorded(string arn)
    {
        lock (_gate)
        {
            var name = arn[(arn.LastIndexOf(':') + 1)..];
            var current = (name == PipelineDefinition.Name ? null : further.Find(name)) ?? definition.Current;
            if (!_machines.TryGetValue(name, out var found) || !ReferenceEquals(found.Machine.Definition, current.Definition))
            {
                _machines[name] = found = (Create(current.Definition), RecordedDefinition.Create(current.Json, current.LoadedAt));
            }

            return found;
        }
    }

    /// <summary>Whether there is a state machine of this name.</summary>
    public bool Has(string name) => name == PipelineDefinition.Name || further.Find(name) is not null;

    private StateMachine Create(StateMachineDefinition current) => new(current, invoker, time, Random.Shared) { Objects = objects, MapRuns = mapRuns };
}
