#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004, ASPIRECOMPUTE002 // What a publisher of one's own needs.

using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace DaprShared.Hosting.Tests;

/// <summary>
/// A compute environment that nobody knows: its publisher writes the arguments and the variables of each container into
/// <c>{environment}/{container}.txt</c>.
/// </summary>
internal sealed class FakeEnvironment : Resource, IComputeEnvironmentResource
{
    public FakeEnvironment(string name)
        : base(name) => Annotations.Add(new PipelineStepAnnotation(_ => new PipelineStep
        {
            Name = $"publish-{name}",
            Action = WriteAsync,
            DependsOnSteps = [WellKnownPipelineSteps.PublishPrereq],
            RequiredBySteps = [WellKnownPipelineSteps.Publish],
        }));

    public ReferenceExpression GetHostAddressExpression(EndpointReference endpointReference) =>
        ReferenceExpression.Create($"{endpointReference.Resource.Name}.{Name}");

    private async Task WriteAsync(PipelineStepContext context)
    {
        var output = context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        var folder = Directory.CreateDirectory(Path.Combine(output, Name)).FullName;
        foreach (var resource in context.Model.Resources.OfType<ContainerResource>().Where(IsHere))
        {
            CommandLineArgsCallbackContext arguments = new([], resource, context.CancellationToken)
            {
                ExecutionContext = context.ExecutionContext,
            };
            EnvironmentCallbackContext environment = new(context.ExecutionContext, resource, cancellationToken: context.CancellationToken);
            foreach (var annotation in resource.Annotations.ToList())
            {
                await (annotation switch
                {
                    CommandLineArgsCallbackAnnotation callback => callback.Callback(arguments),
                    EnvironmentCallbackAnnotation callback => callback.Callback(environment),
                    _ => Task.CompletedTask,
                });
            }

            var lines = arguments.Args.Select(Text)
                .Concat(environment.EnvironmentVariables.Select(pair => $"{pair.Key}={Text(pair.Value)}"));
            await File.WriteAllLinesAsync(Path.Combine(folder, $"{resource.Name}.txt"), lines, context.CancellationToken);
        }
    }

    private bool IsHere(IResource resource) => (resource.GetComputeEnvironment() ?? this) == this;

    private static string Text(object value) => value is IManifestExpressionProvider reference ? reference.ValueExpression : $"{value}";
}
