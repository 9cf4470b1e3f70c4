using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DaprShared.Hosting;

/// <summary>
/// A document that a user wrote, in Aspire's chart as it is: no label and no namespace is added. Its metadata name the chart's file only.
/// </summary>
internal sealed class ChartDocument : BaseKubernetesResource, IYamlConvertible
{
    private readonly DaprDocument _document;

    public ChartDocument(string resourceName, DaprDocument document)
        : base(document.ApiVersion, document.Kind)
    {
        _document = document;
        Metadata.Name = $"{resourceName}-{document.Kind}-{document.Name}".ToLowerInvariant();
    }

    void IYamlConvertible.Read(IParser parser, Type expectedType, ObjectDeserializer nestedObjectDeserializer) =>
        throw new NotSupportedException();

    void IYamlConvertible.Write(IEmitter emitter, ObjectSerializer nestedObjectSerializer)
    {
        ChartText.EmitHeader(emitter);
        _document.WriteToChart(emitter);
    }
}
