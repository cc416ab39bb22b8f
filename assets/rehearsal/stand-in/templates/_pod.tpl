{{/* Labels of every object: what real charts carry, what makes a stand-in known, and what the entry itself says. */}}
{{- define "stand-in.labels" -}}
{{- $own := dict "application" .component "app.kubernetes.io/name" .component "app.kubernetes.io/instance" .release "rehearsal.genestack.io/stand-in" "true" -}}
{{- toYaml (merge (dict) (.labels | default dict) $own) -}}
{{- end -}}

{{- define "stand-in.selector" -}}
app.kubernetes.io/instance: {{ .release }}
rehearsal.genestack.io/workload: {{ .name }}
{{- end -}}

{{/* The init container only carries what would be waited for, in the variables of kubernetes-entrypoint. */}}
{{- define "stand-in.pod" -}}
metadata:
  labels:
    {{- include "stand-in.labels" . | nindent 4 }}
    rehearsal.genestack.io/workload: {{ .name }}
spec:
  {{- with .restartPolicy }}
  restartPolicy: {{ . }}
  {{- end }}
  {{- with .nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  automountServiceAccountToken: false
  initContainers:
    - name: init
      image: {{ .image }}
      env:
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        - name: NAMESPACE
          valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
        {{- range $name, $value := .environment }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
  containers:
    - name: {{ .name }}
      image: {{ .image }}
      {{- with .claims }}
      volumeMounts:
        {{- range $claim, $of := . }}
        - {name: {{ $claim }}, mountPath: /mnt/{{ $claim }}}
        {{- end }}
      {{- end }}
{{- end -}}
