using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Pipeline.Interpreter.Definition;
using Pipeline.Interpreter.Executions;
using Pipeline.Interpreter.History;
using Pipeline.Interpreter.Json;
using Pipeline.Interpreter.MapRuns;
using Pipeline.Interpreter.Tasks;
using Pipeline.Interpreter.Time;

namespace Pipeline.Interpreter.TestCases;

/// <summary>
/// Runs a definition in a test, in virtual time. Functions of the test answer its Tasks, by the name of the state. A Task fails if its function
/// throws <see cref="TaskFailedException"/>. Any other exception, such as that of an assertion, and a Task without a function end the run: no
/// Retry or Catch of the definition can hide them.
/// </summary>
/// <param name="definition">The definition, as JSON.</param>
/// <param name="type">Type of the state machine.</param>
/// <exception cref="InvalidDefinitionException">The definition is wrong. The message lists every error with its JSON path.</exception>
public sealed class StateMachineTrial(string definition, WorkflowType type = WorkflowType.Standard)
{
    private readonly StateMachineDefinition _definition = StateMachineDefinition.Parse(definition, type);
    private readonly Dictionary<string, Func<TaskInvocation, CancellationToken, Task<JsonNode?>>> _functions = [];

    /// <summary>What the context object says of the execution.</summary>
    public ExecutionContext Context { get; init; } = new();

    /// <summary>The objects that ItemReaders read and ResultWriters write.</summary>
    public InMemoryMapObjects Objects { get; } = new();

    /// <summary>Seed of jitter, States.UUID and States.MathRandom.</summary>
    public int Seed { get; init; }

    /// <summary>Answers the calls of a Task from their input.</summary>
    /// <param name="state">Name of the Task state.</param>
    /// <param name="function">Returns the result of a call, or throws <see cref="TaskFailedException"/>.</param>
    /// <exception cref="ArgumentException">The definition has no Task of this name.</exception>
    public StateMachineTrial On(string state, Func<JsonNode?, JsonNode?> function) =>
        OnInvocation(state, (invocation, _) => Task.FromResult(function(invocation.Input)));

    /// <summary>Answers every call of a Task with the same result, as JSON.</summary>
    /// <inheritdoc cref="On(string, Func{JsonNode?, JsonNode?})" path="/exception"/>
    public StateMachineTrial On(string state, string result)
    {
        var node = JsonText.Parse(result);
        return OnInvocation(state, (_, _) => Task.FromResult(node?.DeepClone()));
    }

    /// <summary>Answers the calls of a Task, which say more than their input: the number of the attempt, the item of a Map, the time limit.</summary>
    /// <inheritdoc cref="On(string, Func{JsonNode?, JsonNode?})" path="/exception"/>
    public StateMachineTrial OnInvocation(string state, Func<TaskInvocation, CancellationToken, Task<JsonNode?>> function)
    {
        if (!_definition.TaskNames.Contains(state))
        {
            var tasks = string.Join(", ", _definition.TaskNames.Select(name => $"'{name}'"));
            throw new ArgumentException($"'{state}' is no Task state of the definition; it has {(tasks.Length == 0 ? "none" : tasks)}.", nameof(state));
        }

        _functions[state] = function;
        return this;
    }

    /// <summary>Runs one execution to its end.</summary>
    /// <param name="input">Input of the execution, as JSON.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <exception cref="NoResponseException">A Task was called that has no function.</exception>
    public async Task<TrialResult> RunAsync(string input = "{}", CancellationToken cancellationToken = default)
    {
        using var time = new VirtualTimeProvider(Context.StartTime);
        var (invoker, journal) = (new Invoker(_functions), new InMemoryJournal());
        try
        {
            var result = await new StateMachine(_definition, invoker, time, new Random(Seed)) { Objects = Objects }.RunAsync(
                Context.CreateStart(JsonText.Parse(input)), journal, cancellationToken);
            return new(result, journal.Events, invoker.Calls);
        }
        catch (NoResponseException) when (invoker.Fault is not null)
        {
            invoker.Fault.Throw();
            throw;
        }
    }

    private sealed class Invoker(IReadOnlyDictionary<string, Func<TaskInvocation, CancellationToken, Task<JsonNode?>>> functions) : ITaskInvoker
    {
        private readonly Lock _gate = new();
        private readonly List<TaskInvocation> _calls = [];

        public ExceptionDispatchInfo? Fault { get; private set; }

        public IReadOnlyList<TaskInvocation> Calls
        {
            get
            {
                lock (_gate)
                {
                    return [.. _calls];
                }
            }
        }

        public async Task<JsonNode?> InvokeAsync(TaskInvocation invocation, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _calls.Add(invocation with { Input = invocation.Input?.DeepClone() });
            }

            var function = functions.GetValueOrDefault(invocation.StateName) ?? throw new NoResponseException(
                $"The Task '{invocation.StateName}' ({invocation.Resource}) was called, but has no function. Add one with On(\"{invocation.StateName}\", …).");
            try
            {
                return await function(invocation, cancellationToken);
            }
            catch (Exception exception) when (exception is not (TaskFailedException or NoResponseException) && !cancellationToken.IsCancellationRequested)
            {
                lock (_gate)
                {
                    Fault ??= ExceptionDispatchInfo.Capture(exception);
                }

                throw new NoResponseException($"The function of the Task '{invocation.StateName}' failed: {exception.Message}");
            }
        }
    }
}
